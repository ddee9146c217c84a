/* Service worker of the week, scope /my/oe; the core's own has /odoo.
 *
 * The page holds nothing personal, so it is an asset like the icons: from the cache
 * first, renewed with each version of this worker. Visits are data: the page asks the
 * network for them and falls back to its own store. Nothing else of the portal is
 * touched, except that without network it leads to the week.
 */
const CACHE = `oe-week-${VERSION}`;
const SHELL = "/my/oe/week/shell";
const ASSETS = [
    SHELL,
    "/my/oe/week/manifest.webmanifest",
    `${ICONS}/icon-192.png`,
    `${ICONS}/icon-512.png`,
];

self.addEventListener("install", (ev) => {
    const fresh = ASSETS.map((path) => new Request(path, { cache: "reload" }));
    ev.waitUntil(
        caches
            .open(CACHE)
            .then((cache) => cache.addAll(fresh))
            .then(() => self.skipWaiting())
    );
});

self.addEventListener("activate", (ev) => {
    const old = (name) => name.startsWith("oe-week-") && name !== CACHE;
    ev.waitUntil(
        caches
            .keys()
            .then((names) => Promise.all(names.filter(old).map((n) => caches.delete(n))))
            .then(() => self.clients.claim())
    );
});

async function fromCache(path, request) {
    const cache = await caches.open(CACHE);
    return (await cache.match(path)) || fetch(request);
}

async function otherPage(request) {
    try {
        return await fetch(request);
    } catch (error) {
        const cache = await caches.open(CACHE);
        if (await cache.match(SHELL)) {
            return Response.redirect("/my/oe/week");
        }
        throw error;
    }
}

self.addEventListener("fetch", (ev) => {
    const { request } = ev;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) {
        return;
    }
    if (pathname === "/my/oe/week") {
        ev.respondWith(fromCache(SHELL, request));
    } else if (ASSETS.includes(pathname)) {
        ev.respondWith(fromCache(pathname, request));
    } else if (request.mode === "navigate") {
        ev.respondWith(otherPage(request));
    }
});

self.addEventListener("sync", (ev) => {
    if (ev.tag === "oe-week") {
        ev.waitUntil(
            lastUser().then(async (user) => {
                const told = user && (await sendAll(user.key));
                if (told && ["offline", "failed"].includes(told.state)) {
                    throw new Error("later");
                }
                for (const client of await self.clients.matchAll()) {
                    client.postMessage("sent");
                }
            })
        );
    }
});
