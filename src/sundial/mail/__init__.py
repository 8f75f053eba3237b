"""Mail: messages are written to an outbox in the transaction of their reason, and sent by a worker.

Each message has a key that says why it is written, so that the same reason never gives two; and one Message-ID, however
often it is tried. Without a mail server the outbox keeps the messages, to be read and sent later.
"""
