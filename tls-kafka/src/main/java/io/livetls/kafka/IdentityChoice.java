package io.livetls.kafka;

import io.livetls.LiveTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/** Tells a builder what to present: by Kafka's key store settings, which mean what they mean to Kafka, or by ours. */
final class IdentityChoice {
    static final Set<String> KEY_STORES = Set.of("JKS", "PKCS12", "JCEKS");
    static final String PEM = "PEM";

    private static final String TYPE = SslConfigs.SSL_KEYSTORE_TYPE_CONFIG;
    private static final String LOCATION = SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG;
    private static final String STORE_PASSWORD = SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG;
    private static final String KEY_PASSWORD = SslConfigs.SSL_KEY_PASSWORD_CONFIG;
    private static final String KEY = SslConfigs.SSL_KEYSTORE_KEY_CONFIG;
    private static final String CHAIN = SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG;

    private final FactoryConfig config;
    private final LiveTls.Builder builder;

    IdentityChoice(FactoryConfig config, LiveTls.Builder builder) {
        this.config = config;
        this.builder = builder;
    }

    /**
     * Sets the identity, if there is one.
     *
     * @param key the setting that names it; null for none
     * @param trustSaid whether another setting says who is trusted: then a secret's {@code ca.crt} doesn't
     * @return whether that said who is trusted, too
     */
    boolean apply(@Nullable String key, boolean trustSaid) {
        checkPairs();
        char[] passphrase = passphrase();
        if (key == null) {
            refusePasswordOfNothing();
            return false;
        }
        if (key.equals(LOCATION)) {
            return location(required(LOCATION), passphrase, trustSaid);
        }
        refuse(STORE_PASSWORD, key);
        if (key.equals(KEY)) {
            inline(passphrase);
            return false;
        }
        if (key.equals(FactoryKey.SECRET_DIR.toString())) {
            return secret(HandleChoice.path(key, required(key)), passphrase, trustSaid);
        }
        builder.identity(
                HandleChoice.path(key, required(key)),
                HandleChoice.path(FactoryKey.KEY.toString(), required(FactoryKey.KEY.toString())),
                passphrase);
        return false;
    }

    private boolean location(String location, char[] passphrase, boolean trustSaid) {
        String type = config.word(TYPE, "JKS");
        if (type.equals(PEM)) {
            refuse(STORE_PASSWORD, TYPE + "=PEM");
            return pem(location, passphrase, trustSaid);
        }
        if (!KEY_STORES.contains(type)) {
            throw new ConfigException(TYPE + ": '" + type + "' isn't known. Set it to PEM, PKCS12, JKS, "
                    + HandleChoice.NAMED + " or " + HandleChoice.CHANNEL);
        }
        keyStore(HandleChoice.path(LOCATION, location), type);
        return false;
    }

    /** A file with key and chain, as Kafka has it; besides, two files, chain first, or the directory of a secret. */
    private boolean pem(String location, char[] passphrase, boolean trustSaid) {
        String[] parts = location.split(",", -1);
        if (parts.length > 2) {
            throw new ConfigException(
                    LOCATION + ": " + parts.length + " files (expected: one with key and chain, or two,"
                            + " the chain and the key). Join the chain into one file");
        }
        Path first = HandleChoice.path(LOCATION, parts[0]);
        if (parts.length == 2) {
            builder.identity(first, HandleChoice.path(LOCATION, parts[1]), passphrase);
            return false;
        }
        if (Files.isDirectory(first)) {
            return secret(first, passphrase, trustSaid);
        }
        builder.identity(first, first, passphrase);
        return false;
    }

    private boolean secret(Path directory, char[] passphrase, boolean trustSaid) {
        if (trustSaid) {
            builder.identity(directory.resolve("tls.crt"), directory.resolve("tls.key"), passphrase);
            return false;
        }
        builder.secretDirectory(directory, passphrase);
        return Files.exists(directory.resolve("ca.crt"));
    }

    private void keyStore(Path file, String type) {
        if (Files.isDirectory(file)) {
            throw new ConfigException(LOCATION + ": " + file + " is a directory, which no " + type
                    + " key store is. Set " + TYPE + "=PEM for a directory with tls.crt and tls.key");
        }
        char[] store = config.secret(STORE_PASSWORD);
        if (store == null) {
            throw new ConfigException(LOCATION + " names a " + type + " key store, and " + STORE_PASSWORD
                    + " isn't set. Set it, or " + TYPE + "=PEM for PEM files");
        }
        char[] key = config.secret(KEY_PASSWORD);
        if (key != null && !Arrays.equals(key, store)) {
            throw new ConfigException(
                    KEY_PASSWORD + " and " + STORE_PASSWORD + " differ, and the key of a key store is"
                            + " opened with the store's password here. Give both one password ('keytool -keypasswd'), or use PEM");
        }
        builder.keyStore(file, store);
    }

    private void inline(char[] passphrase) {
        String type = config.word(TYPE, "JKS");
        if (!type.equals(PEM)) {
            throw new ConfigException(KEY + " is PEM text, and " + TYPE + " is " + type + ". Set " + TYPE + "=PEM");
        }
        builder.identityPem(required(CHAIN), required(KEY), passphrase);
    }

    private void checkPairs() {
        pair(CHAIN, KEY);
        pair(FactoryKey.CERTIFICATE.toString(), FactoryKey.KEY.toString());
    }

    private void pair(String certificate, String key) {
        boolean hasCertificate = config.text(certificate) != null;
        if (hasCertificate != (config.text(key) != null)) {
            throw new ConfigException((hasCertificate ? certificate : key) + " is set without "
                    + (hasCertificate ? key : certificate) + ". Set both");
        }
    }

    private void refusePasswordOfNothing() {
        for (String password : new String[] {STORE_PASSWORD, KEY_PASSWORD}) {
            if (config.secret(password) != null) {
                throw new ConfigException(
                        password + " is set, and nothing that it opens. Set " + LOCATION + ", or remove it");
            }
        }
    }

    private void refuse(String password, String beside) {
        if (config.secret(password) != null) {
            throw new ConfigException(password + " has no effect beside " + beside + ". Use " + KEY_PASSWORD
                    + " if the key is encrypted, or remove it");
        }
    }

    /** Empty for none. */
    private char[] passphrase() {
        char[] secret = config.secret(KEY_PASSWORD);
        return secret == null ? new char[0] : secret;
    }

    private String required(String key) {
        String text = config.text(key);
        if (text == null) {
            throw new ConfigException(key + " is needed here. Set it");
        }
        return text;
    }
}
