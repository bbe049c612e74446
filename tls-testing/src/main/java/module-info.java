/** A generated PKI and a Kubernetes secret volume, for tests. */
module io.livetls.testing {
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports io.livetls.testing;
}
