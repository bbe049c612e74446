package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;

/** The exceptions that several decoders throw. None has a location yet: who knows the block adds it. */
final class Faults {
    static final String EXPORT_KEY_AGAIN = "Export the key again, for example with"
            + " \"openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key\", or make a new one";

    private Faults() {}

    static MaterialException malformed(String what) {
        return new MaterialException(
                Problem.MALFORMED, null, what, "The file is damaged: copy or export it again as a whole");
    }

    static MaterialException malformed(String what, String remedy) {
        return new MaterialException(Problem.MALFORMED, null, what, remedy);
    }

    static MaterialException unsupported(String what, String remedy) {
        return new MaterialException(Problem.UNSUPPORTED, null, what, remedy);
    }

    static MaterialException inconsistent(String what) {
        return new MaterialException(
                Problem.INCONSISTENT,
                null,
                what,
                "The key is damaged or was put together wrongly: restore it, or make a new one and have its certificate"
                        + " issued");
    }
}
