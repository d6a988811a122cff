// A relying party on npm's openid-client: says what it did as JSON lines, and reads the browser's return address from stdin.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import * as client from "openid-client";

const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const say = (what) => console.log(JSON.stringify(what));
const key = await crypto.subtle.importKey("jwk", given.key, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
const config = await client.discovery(new URL(given.issuer), given.client_id, { id_token_signed_response_alg: "ES256" },
  client.PrivateKeyJwt({ key, kid: given.key.kid }), { execute: [client.allowInsecureRequests] });
const verifier = client.randomPKCECodeVerifier();
const nonce = client.randomNonce();
const state = client.randomState();
const address = await client.buildAuthorizationUrlWithPAR(config, {
  redirect_uri: given.redirect_uri, scope: given.scope, state, nonce,
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  acr_values: "urn:madang:assurance:substantial",
});
say({ address: address.href });
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const back = new URL((await lines.next()).value);
const tokens = await client.authorizationCodeGrant(config, back, {
  pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true,
});
const claims = tokens.claims();
say({ claims, scope: tokens.scope });
say({ userinfo: await client.fetchUserInfo(config, tokens.access_token, claims.sub) });
const fresh = await client.refreshTokenGrant(config, tokens.refresh_token);
say({ refreshed: fresh.access_token !== tokens.access_token });
say({ logout: client.buildEndSessionUrl(config, { post_logout_redirect_uri: given.bye, id_token_hint: tokens.id_token, state }).href });
process.exit(0);
