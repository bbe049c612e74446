package io.livetls.jsse;

/**
 * How the JDK's path validation is helped. Neither changes a verdict.
 *
 * @param remembered whether a chain that was accepted isn't validated again
 * @param natively whether a native provider checks signatures, where there is one
 */
public record PathChecks(boolean remembered, boolean natively) {
    /** Both. */
    public static final PathChecks DEFAULT = new PathChecks(true, true);
}
