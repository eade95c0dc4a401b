"use strict";

// Asks the server with the ticket behind the # what the touch is for, shows it, and sends the authenticator's answer back.

const ticket = location.hash.slice(1);
history.replaceState(null, "", "/factor");
const at = (id) => document.getElementById(id);

async function ask(path, body) {
  const answer = await fetch(`/v1/factor/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ticket, ...body }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(`${said.error.message}. ${said.error.hint}`);
  return said;
}

function show(what) {
  if (what.purpose === "enrol") {
    at("what").textContent = `Add the passkey "${what.label}" to the account ${what.account}.`;
    return;
  }
  at("what").textContent = `${what.account}, you are about to open values. Go on only if you asked for this:`;
  const { id, services, kinds, from, to, until } = what.grant;
  const terms = { Grant: id, Services: services.join(", "), Kinds: kinds.join(", "), "Log time": `${from} to ${to}`, Until: until };
  for (const [name, text] of Object.entries(terms)) {
    at("terms").append(Object.assign(document.createElement("dt"), { textContent: name }));
    at("terms").append(Object.assign(document.createElement("dd"), { textContent: text }));
  }
}

async function touch(options) {
  if (options.create) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.create);
    return navigator.credentials.create({ publicKey });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.get) });
}

async function go(options) {
  at("go").disabled = true;
  try {
    const credential = (await touch(options)).toJSON();
    await ask("answer", { credential });
    at("said").textContent = "Done. You can close this page and go back to the terminal.";
  } catch (error) {
    at("said").textContent = `Not done: ${error.message}`;
  }
}

ask("options", {}).then(
  (options) => {
    show(options.for);
    at("go").hidden = false;
    at("go").addEventListener("click", () => go(options));
    at("go").focus();
  },
  (error) => {
    at("what").textContent = `Not possible: ${error.message}`;
  },
);
