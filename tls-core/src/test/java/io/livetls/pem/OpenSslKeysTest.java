package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the openssl of this machine writes, where there is one: schemes that no Java library here can write. */
class OpenSslKeysTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512-224",
                "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512-256",
                "pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA384",
                "pkcs8 -topk8 -v2 aes-256-ofb",
                "pkcs8 -topk8 -v2 aes-128-cfb",
                "pkcs8 -topk8 -v2 camellia-256-cbc",
                "pkcs8 -topk8 -v2 aria-192-cbc",
                "pkcs8 -topk8 -v2 sm4-cbc",
                "pkcs8 -topk8 -v2 des3",
                "pkcs8 -topk8 -v1 PBE-SHA1-3DES",
                "pkcs8 -topk8 -scrypt",
                "rsa -traditional -aes256",
                "rsa -traditional -des3",
                "rsa -traditional -camellia128",
                "rsa -traditional -aria256"
            })
    void whatOpenSslEncryptsOpensWithTheSamePassphrase(String command) throws IOException, InterruptedException {
        Path plain = directory.resolve("plain.key");
        Path encrypted = directory.resolve("encrypted.key");
        // In a file: the locale decides what becomes of it on a command line.
        Path passphrase = Files.writeString(directory.resolve("passphrase"), "gr\u00fcn");
        PrivateKey key = KeyFiles.key("RSA");
        Files.writeString(plain, KeyFiles.pem("PRIVATE KEY", key.getEncoded()));
        List<String> line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(command.split(" ", -1)));
        line.addAll(List.of("-in", plain.toString(), "-out", encrypted.toString(), "-passout", "file:" + passphrase));
        run(line);
        assertThat(Files.readString(encrypted)).contains("ENCRYPTED");
        assertThat(PrivateKeys.read(encrypted, "gr\u00fcn".toCharArray())).isEqualTo(key);
    }

    private static void run(List<String> line) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                abort("the openssl of this machine can't do it");
            }
        } catch (IOException e) {
            abort("there is no openssl on this machine");
        }
    }
}
