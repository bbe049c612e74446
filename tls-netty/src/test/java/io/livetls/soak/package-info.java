/**
 * The soak test: a thousand changes of files, good and bad, under continuous handshakes and traffic. Start with
 * {@link io.livetls.soak.SoakTest}; {@code docs/testing.md} says how to run it for longer.
 *
 * <pre>
 *   Site: a handle over one Layout of files, served by three stacks
 *     deals cards from its Deck: a Rotation (a good change), or a Fault (a bad one, and its repair)
 *     waits by its Follower until the handle has followed, or has reported the fault
 *     then looks for itself, as Peers on the network
 *
 *   Crowd: peers that never stop connecting, to all sites     }  all write what they
 *   LongLived: connections that are open all the time         }  see to the Ledger
 *
 *   Resources: threads, descriptors, watches, objects and native contexts, before and after
 * </pre>
 */
@NullMarked
package io.livetls.soak;

import org.jspecify.annotations.NullMarked;
