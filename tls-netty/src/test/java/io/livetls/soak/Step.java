package io.livetls.soak;

/** How one version differs from the one before. */
enum Step {
    /** A new certificate for the same key. */
    RENEW("identity renewed, same key"),
    /** A new certificate with a new key. */
    REKEY("identity renewed, new key"),
    /** One more CA is trusted. */
    JOIN("CA overlap begun"),
    /** The oldest guest's CA isn't trusted any more. */
    LEAVE("CA removed"),
    /** New key, and one more CA. */
    REKEY_AND_JOIN("new key, and CA overlap begun"),
    /** New key, and one CA less. */
    REKEY_AND_LEAVE("new key, and CA removed");

    private static final int MOST_GUESTS = 3;

    final String text;

    Step(String text) {
        this.text = text;
    }

    boolean changesIdentity() {
        return this != JOIN && this != LEAVE;
    }

    boolean joins() {
        return this == JOIN || this == REKEY_AND_JOIN;
    }

    boolean leaves() {
        return this == LEAVE || this == REKEY_AND_LEAVE;
    }

    boolean changesTrust() {
        return joins() || leaves();
    }

    /** This, or its opposite where the number of guests doesn't allow it: there are one to three. */
    Step possibleAfter(Version version) {
        int guests = version.guests().size();
        if (joins() && guests == MOST_GUESTS) {
            return this == JOIN ? LEAVE : REKEY_AND_LEAVE;
        }
        if (leaves() && guests == 1) {
            return this == LEAVE ? JOIN : REKEY_AND_JOIN;
        }
        return this;
    }
}
