package io.livetls.grpc;

import io.livetls.netty.NettyEngine;

/** gRPC's own tests with BoringSSL on both sides. */
public class BoringSslInteropTest extends InteropTest {
    /** Made by JUnit, for each test. */
    public BoringSslInteropTest() {
        super(NettyEngine.OPENSSL);
    }
}
