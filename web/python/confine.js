// Removes from the worker what a program must not reach: the network and the page's storage.

const NAMES = [
  "fetch", "WebSocket", "WebSocketStream", "XMLHttpRequest", "EventSource", "WebTransport", "importScripts",
  "indexedDB", "caches", "BroadcastChannel", "Worker", "SharedWorker", "postMessage", "RTCPeerConnection",
  "webkitRequestFileSystem", "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL",
  "webkitResolveLocalFileSystemSyncURL", "cookieStore", "FileSystemHandle", "Notification",
];

/** Removes them from `scope` and from what it inherits. */
export function confine(scope) {
  for (let owner = scope; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of NAMES) delete owner[name];
  }
  for (const name of ["storage", "storageBuckets", "serviceWorker", "locks", "usb", "serial", "hid"]) {
    delete Object.getPrototypeOf(scope.navigator)[name];
  }
}
