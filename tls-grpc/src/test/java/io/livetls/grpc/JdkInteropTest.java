package io.livetls.grpc;

import io.livetls.netty.NettyEngine;

/** gRPC's own tests with the JDK's engine on both sides. */
public class JdkInteropTest extends InteropTest {
    /** Made by JUnit, for each test. */
    public JdkInteropTest() {
        super(NettyEngine.JDK);
    }
}
