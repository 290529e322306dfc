#!/bin/sh
# Secrets of this proof of concept are made by hand; nothing of them is in Git.
set -eu
kubectl create secret generic shop-db -n shop \
  --from-literal=password="$SHOP_DB_PASSWORD"
