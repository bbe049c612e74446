package io.livetls.amqp;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;

/** The brokers that there are. */
enum Brokers {
    QPID {
        @Override
        Broker with(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
            return QpidBroker.with(identity, clients);
        }
    },
    RABBIT {
        @Override
        Broker with(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
            if (!RabbitServer.isInstalled()) {
                String missing = "RabbitMQ isn't installed (Debian: apt-get install rabbitmq-server)";
                if ("true".equals(System.getenv("LIVETLS_CI"))) {
                    fail(missing);
                }
                assumeTrue(false, missing);
            }
            return RabbitServer.with(identity, clients);
        }
    };

    /** Running, with the certificate and the clients' CAs that are asked for. */
    abstract Broker with(IssuedCertificate identity, CertificateAuthority... clients) throws Exception;
}
