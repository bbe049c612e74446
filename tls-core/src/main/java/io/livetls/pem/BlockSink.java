package io.livetls.pem;

/**
 * Takes the blocks of a content, one by one. Implemented by classes and not by lambdas: the first lambda of a JVM costs
 * several times what the first key does.
 */
interface BlockSink {
    void add(PemBlock block);
}
