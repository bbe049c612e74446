/**
 * For tests of anything that speaks TLS: certificates that are made on the spot, and directories that change as those in
 * production do.
 *
 * <p>Start with {@link io.livetls.testing.CertificateAuthority#create(String)}: it issues
 * {@linkplain io.livetls.testing.IssuedCertificate certificates with their keys}, good ones and bad ones. Write them where
 * the service under test reads them: {@link io.livetls.testing.SecretVolume} swaps them as Kubernetes does,
 * {@link io.livetls.testing.LetsEncryptDirectory} as certbot does, and {@link io.livetls.testing.PlainDirectory} has the ways
 * in which ordinary files change and break.
 *
 * <pre>{@code
 * CertificateAuthority root = CertificateAuthority.create("Test root");
 * IssuedCertificate server = root.issue();
 * try (SecretVolume volume = SecretVolume.create(directory)) {
 *     volume.update(server, root);
 *     // start the service on volume.file("tls.crt"), volume.file("tls.key"), volume.file("ca.crt"), then:
 *     volume.update(root.renew(server), root);
 * }
 * }</pre>
 *
 * <p>Nothing here depends on a test framework, registers a security provider or changes a setting of the JVM.
 */
@NullMarked
package io.livetls.testing;

import org.jspecify.annotations.NullMarked;
