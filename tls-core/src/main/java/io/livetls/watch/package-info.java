/**
 * Says "look again" when files may have changed. It knows paths only: it never reads content, and whether anything is
 * different is for the one who looks to decide. Start with {@link io.livetls.watch.FileWatcher}.
 *
 * <pre>
 *     a path ---------> PathResolver: the entries that it leads over
 *                           |
 *                       Watchlist: directory -> names that matter
 *                           |
 *     kernel events ->  Directories: one key for each directory, whoever wants it
 *                           |
 *     poll, lookAfter   Schedule: quiet, at most so long; when is this registration due, and why
 *             \             |
 *              `------> WatchLoop: one thread, which never runs foreign code
 *                           |
 *                       Looks: at most two threads; resolve anew, then call back
 * </pre>
 *
 * <p>Why nothing is lost: each look resolves the paths anew and watches what they lead over now, repeating that until
 * nothing new had to be watched, and only then calls back. So what changes before the callback is seen by the callback,
 * and what changes later gives an event. What gives no events (network file systems, writes through another hard link,
 * mounts, directories that may not be listed, inotify's limits) is left to the poll.
 */
@NullMarked
package io.livetls.watch;

import org.jspecify.annotations.NullMarked;
