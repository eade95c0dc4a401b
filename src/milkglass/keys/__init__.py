"""Keys of the server: root, unseal pairs, the keyring. They never leave here; what leaves opens one kind of one day."""
