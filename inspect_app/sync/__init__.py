"""What a tablet keeps without network: shell, packs, keys, exported files, late arrivals."""
