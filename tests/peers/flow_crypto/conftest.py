import importlib.util

# The environment of the other peers may do without it.
if importlib.util.find_spec("cryptography") is None:
    collect_ignore_glob = ["*"]
