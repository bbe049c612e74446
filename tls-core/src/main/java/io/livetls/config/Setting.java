package io.livetls.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value, and where it came from. Its text has no secrets.
 *
 * @param variable what is set
 * @param value as it was written, never empty
 * @param source the variable that it was written in, such as {@code MM_TLS_KAFKA__ENABLED}
 */
public record Setting(Variable variable, String value, String source) {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)?");
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final List<String> YES = List.of("true", "yes", "on", "1");
    private static final List<String> NO = List.of("false", "no", "off", "0");

    /**
     * A switch.
     *
     * @return true for {@code true, yes, on, 1}, false for {@code false, no, off, 0}, in any case
     * @throws ConfigurationException for anything else
     */
    public boolean asBoolean() {
        String word = value.toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw expected("true or false");
    }

    /**
     * One of some words, in any case and any locale.
     *
     * @param type the words
     * @param <E> their type
     * @return the word
     * @throws ConfigurationException for anything else; it lists the words
     */
    public <E extends Enum<E>> E asOneOf(Class<E> type) {
        String word = value.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        throw expected("one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
    }

    /**
     * Some of some words, separated by commas, in any case and any locale.
     *
     * @param type the words
     * @param <E> their type
     * @return the words in their order; none for the word {@code none}
     * @throws ConfigurationException for anything else; it lists the words
     */
    public <E extends Enum<E>> List<E> asSomeOf(Class<E> type) {
        return isNone()
                ? List.of()
                : asList().stream()
                        .map(word -> new Setting(variable, word, source).asOneOf(type))
                        .toList();
    }

    /** Whether it says that nothing is wanted, as a channel may that would inherit something. */
    boolean isNone() {
        return value.strip().equalsIgnoreCase("none");
    }

    /**
     * A list that is separated by commas, with blanks around them or not.
     *
     * @return its parts
     * @throws ConfigurationException if one of them is empty
     */
    public List<String> asList() {
        List<String> parts =
                Arrays.stream(value.split(",", -1)).map(String::strip).toList();
        if (parts.contains("")) {
            throw expected("a list without empty parts");
        }
        return parts;
    }

    /**
     * A time: {@code 500ms}, {@code 10s}, {@code 10} (seconds), {@code 2m}, {@code 1h}, {@code 30d}, or as ISO 8601 has it,
     * {@code PT10S}.
     *
     * @return more than zero, at most a year
     * @throws ConfigurationException for anything else
     */
    public Duration asDuration() {
        Duration duration = duration();
        if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw expected("a time between zero and a year, such as 10s");
        }
        return duration;
    }

    private Duration duration() {
        Matcher amount = AMOUNT.matcher(value.toLowerCase(Locale.ROOT));
        if (amount.matches()) {
            long number = Long.parseLong(amount.group(1));
            String unit = amount.group(2) == null ? "s" : amount.group(2);
            return switch (unit) {
                case "ms" -> Duration.ofMillis(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofSeconds(number);
            };
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw expected("a time such as 500ms, 10s, 2m or PT10S");
        }
    }

    private ConfigurationException expected(String what) {
        return new ConfigurationException(source, "'" + printable() + "' isn't " + what, "Set it to " + what);
    }

    /** What may be shown of the value. */
    String printable() {
        return variable.isSecret()
                ? "(secret)"
                : abbreviated(value.strip().lines().findFirst().orElse(""));
    }

    private String abbreviated(String line) {
        boolean whole = line.length() == value.length() && line.length() <= 200;
        return whole ? line : line.substring(0, Math.min(line.length(), 30)) + "...";
    }

    /**
     * For logs.
     *
     * @return name, value and where it came from; a secret isn't shown
     */
    @Override
    public String toString() {
        return variable + "=" + printable() + " (" + source + ")";
    }
}
