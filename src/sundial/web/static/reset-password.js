"use strict";

{
  const code = new URLSearchParams(location.search).get("code");
  const ask = document.getElementById("ask");
  const set = document.getElementById("set");

  if (code === null) {
    onSend(ask, async (fields) => {
      await send("POST", "/api/v9/me/lost_passwords", { email: fields.get("email") });
      ask.hidden = true;
      tell("If there is an account with this address, a mail with a link is on its way. It works for an hour.", true);
    });
  } else {
    // The code must not stay in the address bar and in the history.
    history.replaceState(null, "", location.pathname);
    onSend(set, async (fields) => {
      await send("POST", "/api/v9/me/lost_passwords/confirm", { code, password: fields.get("password") });
      set.hidden = true;
      tell("Your password is set. Sign in with it.", true);
    });
  }
}
