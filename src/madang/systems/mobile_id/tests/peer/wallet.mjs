// A wallet and a verifier of other authors: npm's @openid4vc and @sd-jwt. Each line in is an order as JSON, each line out its answer.
import { createHash, randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { clientAuthenticationNone, setGlobalConfig } from "@openid4vc/oauth2";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import {
  createOpenid4vpAuthorizationResponse,
  parseOpenid4vpAuthorizationRequest,
  resolveOpenid4vpAuthorizationRequest,
  submitOpenid4vpAuthorizationResponse,
} from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import * as jose from "jose";

// The tests serve plain http on this machine.
setGlobalConfig({ allowInsecureUrls: true });

const x5cKey = (x5c) => jose.importX509(`-----BEGIN CERTIFICATE-----\n${x5c[0]}\n-----END CERTIFICATE-----`, "ES256");

function callbacks(holder, others = [], clientId = "wallet") {
  return {
    fetch,
    hash: (data, algorithm) => createHash(algorithm.replace("-", "")).update(data).digest(),
    generateRandom: (count) => randomBytes(count),
    clientAuthentication: clientAuthenticationNone({ clientId }),
    signJwt: async (signer, { header, payload }) => ({
      jwt: await new jose.SignJWT(payload).setProtectedHeader(header).sign(await jose.importJWK(others.find((one) => one.x === signer.publicJwk?.x) ?? holder, "ES256")),
      signerJwk: signer.publicJwk,
    }),
    verifyJwt: async (signer, { compact }) => {
      const key = await x5cKey(signer.x5c);
      await jose.compactVerify(compact, key);
      return { verified: true, signerJwk: await jose.exportJWK(key) };
    },
    encryptJwe: async (encryptor, data) => {
      const made = new jose.CompactEncrypt(new TextEncoder().encode(data)).setProtectedHeader({
        alg: encryptor.alg, enc: encryptor.enc, kid: encryptor.publicJwk.kid, apv: encryptor.apv,
      });
      return { jwe: await made.encrypt(await jose.importJWK(encryptor.publicJwk, encryptor.alg)), encryptionJwk: encryptor.publicJwk };
    },
    decryptJwe: async () => ({ decrypted: false }),
    getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
  };
}

async function newKey() {
  const { privateKey } = await jose.generateKeyPair("ES256", { extractable: true });
  const { kty, crv, x, y, d } = await jose.exportJWK(privateKey);
  return { kty, crv, x, y, d };
}

const publicOf = ({ kty, crv, x, y }) => ({ kty, crv, x, y });

async function attested(provider, key) {
  // The wallet provider of these authors' wallet: OpenID4VCI 1.0, appendix D.1.
  const at = Math.floor(Date.now() / 1000);
  const guarded = ["iso_18045_high"];
  const claims = { iat: at, exp: at + 600, attested_keys: [publicOf(key)], key_storage: guarded, user_authentication: guarded };
  const header = { alg: "ES256", typ: "key-attestation+jwt", kid: provider.kid };
  return new jose.SignJWT(claims).setProtectedHeader(header).sign(await jose.importJWK(provider, "ES256"));
}

async function begin({ issuer, redirectUri, clientId }) {
  // A wallet that begins by itself: pushes its request and sends its holder's browser to the address.
  const leave = await newKey();
  const dpop = { signer: { method: "jwk", alg: "ES256", publicJwk: publicOf(leave) } };
  const client = new Openid4vciClient({ callbacks: callbacks(leave, [leave], clientId) });
  const credentialOffer = { credential_issuer: issuer, credential_configuration_ids: ["mobile_id"], grants: { authorization_code: {} } };
  const issuerMetadata = await client.resolveIssuerMetadata(issuer);
  const asked = await client.initiateAuthorization({ credentialOffer, issuerMetadata, clientId, redirectUri, scope: "mobile_id", dpop });
  return { address: asked.authorizationRequestUrl, verifier: asked.pkce.codeVerifier, leave };
}

async function redeem({ issuer, redirectUri, clientId, code, verifier, leave, count = 1 }) {
  const keys = await Promise.all(Array.from({ length: count }, newKey));
  const client = new Openid4vciClient({ callbacks: callbacks(keys[0], [leave], clientId) });
  const credentialOffer = { credential_issuer: issuer, credential_configuration_ids: ["mobile_id"], grants: { authorization_code: {} } };
  const issuerMetadata = await client.resolveIssuerMetadata(issuer);
  const dpop = { signer: { method: "jwk", alg: "ES256", publicJwk: publicOf(leave) } };
  const { accessTokenResponse } = await client.retrieveAuthorizationCodeAccessTokenFromOffer({
    credentialOffer, issuerMetadata, authorizationCode: code, pkceCodeVerifier: verifier, redirectUri, dpop,
    additionalRequestPayload: { client_id: clientId },
  });
  return receive({ client, issuerMetadata, accessTokenResponse, dpop, keys, credentialConfigurationId: "mobile_id" });
}

async function fetchCredential({ offer, txCode, count = 1, provider }) {
  const keys = await Promise.all(Array.from({ length: count }, newKey));
  const leave = await newKey();
  const dpop = { signer: { method: "jwk", alg: "ES256", publicJwk: publicOf(leave) } };
  const client = new Openid4vciClient({ callbacks: callbacks(keys[0], [leave]) });
  const credentialOffer = await client.resolveCredentialOffer(offer);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode, dpop });
  const [credentialConfigurationId] = credentialOffer.credential_configuration_ids;
  return receive({ client, issuerMetadata, accessTokenResponse, dpop, keys, credentialConfigurationId, provider });
}

async function receive({ client, issuerMetadata, accessTokenResponse, dpop, keys, credentialConfigurationId, provider }) {
  const { c_nonce } = await client.requestNonce({ issuerMetadata });
  const proofs = [];
  for (const key of keys) {
    const signing = new Openid4vciClient({ callbacks: callbacks(key) });
    const { jwt } = await signing.createCredentialRequestJwtProof({
      issuerMetadata, credentialConfigurationId, nonce: c_nonce, issuedAt: new Date(),
      signer: { method: "jwk", alg: "ES256", publicJwk: publicOf(key) },
      keyAttestationJwt: provider && (await attested(provider, key)),
    });
    proofs.push(jwt);
  }
  const answer = await client.retrieveCredentials({
    issuerMetadata, credentialConfigurationId, accessToken: accessTokenResponse.access_token, dpop, proofs: { jwt: proofs },
  });
  return {
    version: issuerMetadata.originalDraftVersion,
    credentials: answer.credentialResponse.credentials.map((one) => one.credential),
    keys,
    type: accessTokenResponse.token_type,
  };
}

const hasher = (data, algorithm) => createHash(algorithm.replace("-", "")).update(data).digest();

async function presentWith({ credential, key, frame, audience, nonce, issuedAt }) {
  const signing = await jose.importJWK(key, "ES256");
  const holder = new SDJwtVcInstance({
    hasher, hashAlg: "sha-256", kbSignAlg: "ES256",
    kbSigner: async (data) => {
      const [header, payload] = data.split(".");
      const signed = await new jose.CompactSign(Buffer.from(payload, "base64url"))
        .setProtectedHeader(JSON.parse(Buffer.from(header, "base64url"))).sign(signing);
      return signed.split(".")[2];
    },
  });
  const payload = { iat: issuedAt ?? Math.floor(Date.now() / 1000), aud: audience, nonce };
  return holder.present(credential, frame, { kb: { payload } });
}

async function answerRequest({ link, credential, key, frame }) {
  const parsed = parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
  const resolved = await resolveOpenid4vpAuthorizationRequest({ authorizationRequestPayload: parsed.params, callbacks: callbacks(key) });
  const request = resolved.authorizationRequestPayload;
  const presentation = await presentWith({ credential, key, frame, audience: request.client_id, nonce: request.nonce });
  const [query] = request.dcql_query.credentials;
  const made = await createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: { vp_token: { [query.id]: [presentation] } },
    callbacks: callbacks(key),
    jarm: {
      encryption: { nonce: randomBytes(16).toString("base64url") },
      serverMetadata: { authorization_encryption_alg_values_supported: ["ECDH-ES"], authorization_encryption_enc_values_supported: ["A128GCM"] },
    },
  });
  const sent = await submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: made.authorizationResponsePayload,
    jarm: made.jarm,
    callbacks: callbacks(key),
  });
  return { status: sent.response.status, client: resolved.client.prefix, query: request.dcql_query, presentation };
}

async function check({ presentation, nonce, issuerKeys }) {
  const { jwks } = await (await fetch(issuerKeys)).json();
  const verifying = await jose.importJWK(jwks.keys[0], "ES256");
  const verifier = async (data, signature) => {
    await jose.compactVerify(`${data}.${signature}`, verifying);
    return true;
  };
  const instance = new SDJwtVcInstance({
    hasher, hashAlg: "sha-256", verifier, statusVerifier: verifier,
    statusListFetcher: async (uri) => (await fetch(uri)).text(),
    kbVerifier: async (data, signature, payload) => {
      await jose.compactVerify(`${data}.${signature}`, await jose.importJWK(payload.cnf.jwk, "ES256"));
      return true;
    },
  });
  const { payload } = await instance.verify(presentation, nonce ? { keyBindingNonce: nonce } : undefined);
  return { claims: payload };
}

async function issueTheirs({ key, claims, frame }) {
  const signing = await jose.importJWK(key, "ES256");
  const instance = new SDJwtVcInstance({
    hasher, hashAlg: "sha-256", signAlg: "ES256", saltGenerator: (length) => randomBytes(length).toString("hex"),
    signer: async (data) => {
      const [header, payload] = data.split(".");
      return (await new jose.CompactSign(Buffer.from(payload, "base64url"))
        .setProtectedHeader(JSON.parse(Buffer.from(header, "base64url"))).sign(signing)).split(".")[2];
    },
  });
  return { credential: await instance.issue(claims, frame) };
}

const orders = { begin, redeem, fetch: fetchCredential, answer: answerRequest, check, issue: issueTheirs, key: newKey };
for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...values } = JSON.parse(line);
  const answer = await orders[order](values).then((done) => ({ done }), (error) => ({ error: `${error.name}: ${error.message}` }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
