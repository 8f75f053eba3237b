"use strict";

{
  const code = location.pathname.split("/").pop();
  const forms = ["new", "known", "decline"].map((id) => document.getElementById(id));

  function basic(email, password) {
    const bytes = new TextEncoder().encode(`${email}:${password}`);
    return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
  }

  async function answer(how, body, headers, sentence) {
    await send("POST", `/api/v9/organizations/invitations/${code}/${how}`, body, headers);
    forms.forEach((form) => (form.hidden = true));
    tell(sentence, true);
  }

  function show(invitation) {
    const letter = document.getElementById("letter");
    const sender = `${invitation.sender_name} (${invitation.sender_email})`;
    letter.textContent = `${sender} invites ${invitation.email} to ${invitation.organization_name}.`;
    letter.hidden = false;
    const joined = `You have joined ${invitation.organization_name}.`;
    const declined = "The invitation is declined.";
    const [fresh, known, decline] = forms;
    const form = invitation.new_account ? fresh : known;
    form.elements.username.value = invitation.email;
    onSend(form, async (fields, button) => {
      const password = fields.get("password");
      if (invitation.new_account) {
        const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        await answer("accept", { fullname: fields.get("fullname"), password, timezone }, {}, joined);
      } else if (button === "decline") {
        await answer("reject", undefined, basic(invitation.email, password), declined);
      } else {
        await answer("accept", {}, basic(invitation.email, password), joined);
      }
    });
    if (invitation.new_account) {
      onSend(decline, () => answer("reject", undefined, {}, declined));
    }
  }

  send("GET", `/api/v9/invitations/${code}`).then(show, (error) => tell(error.message, false));
}
