package io.livetls.fuzz;

/** A whole structure that a PEM block may hold, with the block's label and its headers, which mostly are none. */
final class Document {
    private final String label;
    private final String headers;
    private final byte[] der;

    Document(String label, String headers, byte[] der) {
        this.label = label;
        this.headers = headers;
        this.der = der;
    }

    static Document of(String label, byte[] der) {
        return new Document(label, "", der);
    }

    String label() {
        return label;
    }

    String headers() {
        return headers;
    }

    byte[] der() {
        return der;
    }
}
