"""Calls the echo service: for each line of standard input one line of what came of it.

usage: client.py HOST:PORT CA CERTIFICATE KEY
lines: call    asks on the channel that is there
       new     makes a new channel, and asks on that
"""

import sys

import grpc


def content(path):
    with open(path, "rb") as file:
        return file.read()


target, ca, certificate, key = sys.argv[1:]


def connected():
    credentials = grpc.ssl_channel_credentials(content(ca), content(key), content(certificate))
    # Else channels to one target share a connection.
    return grpc.secure_channel(target, credentials, [("grpc.use_local_subchannel_pool", 1)])


channel = connected()
for line in sys.stdin:
    if line.strip() == "new":
        channel.close()
        channel = connected()
    who = channel.unary_unary(
        "/livetls.test.Echo/Who", request_serializer=str.encode, response_deserializer=bytes.decode
    )
    try:
        print(who("", timeout=60), flush=True)
    except grpc.RpcError as error:
        print(error.code().name, flush=True)
