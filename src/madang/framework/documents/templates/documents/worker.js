// Keeps a page on the device. Fresh from the network while there is one, else from what was kept.
const KEPT = "madang-{{ name|escapejs }}-{{ version|escapejs }}";
const ADDRESSES = [{% for address in kept %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  // Without cookies: what is kept is the page as everybody gets it, not as the person who is signed in.
  const keep = async (cache, address, index) => {
    const answer = await fetch(index ? address : address + "?lang={{ language|escapejs }}", { cache: "reload", credentials: "omit" });
    if (!answer.ok) throw new Error(address);
    await cache.put(address, answer);
  };
  const all = caches.open(KEPT).then((cache) => Promise.all(ADDRESSES.map((address, index) => keep(cache, address, index))));
  event.waitUntil(all.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("madang-{{ name|escapejs }}-") && name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin || !ADDRESSES.includes(address.pathname)) {
    return;
  }
  const kept = () => caches.match(address.pathname, { cacheName: KEPT });
  event.respondWith(fetch(event.request).then((answer) => (answer.ok ? answer : kept())).catch(kept));
});
