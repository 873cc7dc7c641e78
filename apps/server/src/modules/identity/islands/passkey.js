// Passkeys in the browser: draws a button into each [data-passkey], does the WebAuthn ceremony, goes on. Without JavaScript
// or without WebAuthn nothing is drawn: codes and authenticators are the way then.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");

const ask = async (path, body) => {
  const response = await fetch(
    path,
    body === undefined
      ? { headers: { accept: "application/json" } }
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  );
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error?.message ?? "没有完成，请再试一次，或换别的方式登录。");
  return answer;
};

const withIds = (list = []) => list.map((entry) => ({ ...entry, id: toBytes(entry.id) }));

const register = async () => {
  const options = await ask("/api/auth/passkey/generate-register-options");
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: withIds(options.excludeCredentials),
    },
  });
  const { response } = credential;
  await ask("/api/auth/passkey/verify-registration", {
    response: {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: toText(response.clientDataJSON),
        attestationObject: toText(response.attestationObject),
        transports: response.getTransports?.() ?? [],
      },
    },
  });
};

const signIn = async () => {
  const options = await ask("/api/auth/passkey/generate-authenticate-options");
  const credential = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      allowCredentials: withIds(options.allowCredentials),
    },
  });
  const { response } = credential;
  await ask("/api/auth/passkey/verify-authentication", {
    response: {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: toText(response.clientDataJSON),
        authenticatorData: toText(response.authenticatorData),
        signature: toText(response.signature),
        ...(response.userHandle ? { userHandle: toText(response.userHandle) } : {}),
      },
    },
  });
};

const draw = (place) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary button--normal";
  button.textContent = place.dataset.label;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const press = async () => {
    button.disabled = true;
    status.textContent = "请按设备上的提示操作……";
    try {
      await (place.dataset.passkey === "register" ? register() : signIn());
      location.assign(place.dataset.back);
    } catch (error) {
      // The browser's own words (cancelled, timed out) are English and say little.
      status.textContent =
        error instanceof DOMException ? "没有完成：设备上取消了，或等得太久。可以再试一次。" : error.message;
      button.disabled = false;
    }
  };
  button.addEventListener("click", () => void press());
  place.append(button, status);
};

if (window.PublicKeyCredential !== undefined) document.querySelectorAll("[data-passkey]").forEach(draw);
