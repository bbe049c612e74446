package io.livetls.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcTlsTest {
    private static final CertificateAuthority CA = CertificateAuthority.create("CA");
    private static final CertificateAuthority STRANGE = CertificateAuthority.create("Strange CA");

    private static LiveTls handle(IssuedCertificate identity) {
        return LiveTls.builder()
                .identity(identity.privateKey(), identity.chain())
                .trustCertificates(List.of(CA.certificate()))
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private static String call(Server server, LiveTls client) {
        ManagedChannel channel = Grpc.newChannelBuilder(
                        "localhost:" + server.getPort(), GrpcTls.channelCredentials(client))
                .build();
        try {
            return Echo.say(channel, "hello");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aCallIsMadeByPeersThatTrustEachOther() throws IOException {
        try (LiveTls serving = handle(CA.issue());
                LiveTls calling = handle(CA.issue());
                LiveTls strange = handle(STRANGE.issue())) {
            Server server = Grpc.newServerBuilderForPort(0, GrpcTls.serverCredentials(serving))
                    .addService(Echo.service())
                    .build()
                    .start();
            try {
                assertThat(call(server, calling)).isEqualTo("hello");
                assertThatThrownBy(() -> call(server, strange)).isInstanceOf(StatusRuntimeException.class);
            } finally {
                server.shutdownNow();
            }
        }
    }
}
