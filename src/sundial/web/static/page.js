"use strict";

// What pages with a form share: sending it to the API, and telling what came of it.

function tell(sentence, good) {
  const said = document.getElementById("said");
  said.textContent = sentence;
  said.className = good ? "said good" : "said bad";
  said.hidden = false;
}

async function send(method, path, body, headers) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch {
    throw new Error("The server cannot be reached. Please try again.");
  }
  const text = await answer.text();
  let content = null;
  try {
    content = text === "" ? null : JSON.parse(text);
  } catch {
    content = null;
  }
  if (!answer.ok) {
    throw new Error(typeof content === "string" && content !== "" ? content : "This did not work. Please try again.");
  }
  return content;
}

// Does something when a form is sent, once at a time, and tells what went wrong. It is told by which button.
function onSend(form, act) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => (button.disabled = true));
    try {
      await act(new FormData(form), event.submitter?.value);
    } catch (error) {
      tell(error.message, false);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  });
}
