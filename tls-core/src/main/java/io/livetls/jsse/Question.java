package io.livetls.jsse;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmConstraints;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * All that the JDK's trust manager looks at when it judges a peer, as bytes: two questions of the same bytes have the same
 * answer, except for what time changes. Every part has its length or its number before it, so that no two different
 * questions have the same bytes.
 */
final class Question {
    private static final int MOST_BYTES = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Question() {}

    /**
     * What is asked.
     *
     * @param client whether the peer is a client
     * @param chain each certificate as it was sent
     * @param authType as JSSE calls it
     * @param connection that it is asked for
     * @return null if it may depend on something that can't be written down: constraints of the program's own, a session of
     *     an unknown kind, or no session where one should be
     */
    static byte @Nullable [] of(boolean client, List<byte[]> chain, String authType, Connection connection) {
        try {
            Question question = new Question();
            question.out.writeBoolean(client);
            question.text(authType);
            question.out.writeBoolean(connection.exists());
            if (connection.exists() && !question.add(client, connection.session(), connection.parameters())) {
                return null;
            }
            question.list(chain);
            return question.bytes.size() > MOST_BYTES ? null : question.bytes.toByteArray();
        } catch (UnsupportedOperationException | IOException e) {
            // A session that doesn't answer. What that means is the JDK's to say.
            return null;
        }
    }

    private boolean add(boolean client, @Nullable SSLSession session, @Nullable SSLParameters parameters)
            throws IOException {
        if (session == null || parameters == null) {
            return false;
        }
        AlgorithmConstraints constraints = parameters.getAlgorithmConstraints();
        if (constraints != null && constraints != PlatformConstraints.DEFAULT) {
            return false;
        }
        text(session.getProtocol());
        ExtendedSSLSession extended = session instanceof ExtendedSSLSession known ? known : null;
        out.writeBoolean(extended != null);
        if (extended != null) {
            texts(extended.getLocalSupportedSignatureAlgorithms());
        }
        if (extended != null && !client) {
            list(extended.getStatusResponses());
        }
        String identification = parameters.getEndpointIdentificationAlgorithm();
        boolean identified = identification != null && !identification.isEmpty();
        out.writeBoolean(identified);
        if (identified) {
            text(identification);
            text(session.getPeerHost());
            names(extended != null && !client ? extended.getRequestedServerNames() : List.of());
        }
        return true;
    }

    private void names(List<SNIServerName> names) throws IOException {
        out.writeInt(names.size());
        for (SNIServerName name : names) {
            out.writeInt(name.getType());
            bytes(name.getEncoded());
        }
    }

    private void texts(String @Nullable [] texts) throws IOException {
        out.writeInt(texts == null ? -1 : texts.length);
        if (texts != null) {
            for (String text : texts) {
                text(text);
            }
        }
    }

    private void text(@Nullable String text) throws IOException {
        bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_16BE));
    }

    private void list(List<byte[]> list) throws IOException {
        out.writeInt(list.size());
        for (byte[] part : list) {
            bytes(part);
        }
    }

    private void bytes(byte @Nullable [] part) throws IOException {
        out.writeInt(part == null ? -1 : part.length);
        if (part != null) {
            out.write(part);
        }
    }

    /** What the JDK's own engines say if nobody set constraints; others say nothing. */
    private static final class PlatformConstraints {
        static final @Nullable AlgorithmConstraints DEFAULT = ofAnyEngine();

        private static @Nullable AlgorithmConstraints ofAnyEngine() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {NoTrust.INSTANCE}, null);
                return context.createSSLEngine().getSSLParameters().getAlgorithmConstraints();
            } catch (GeneralSecurityException e) {
                return null;
            }
        }
    }
}
