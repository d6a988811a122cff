// Forms with data-passkey="create" or "get": ask the server, then the authenticator, and send its answer as an ordinary form.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = form.querySelector("[data-says]");
  const tell = (name) => {
    says.textContent = name ? form.dataset[name] : "";
    says.hidden = !name;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return tell("old");
    const button = form.querySelector("button");
    button.disabled = true;
    tell("");
    try {
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      const reply = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } });
      if (!reply.ok) throw new Error(String(reply.status));
      const options = await reply.json();
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.answer.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (fault) {
      button.disabled = false;
      tell(fault.name === "InvalidStateError" ? "known" : "failed");
    }
  });
}
