#!/bin/sh
kubectl create secret generic shop-db -n shop \
  --from-literal=username=shop \
  --from-literal=password='tulip-Harbor-29-lantern'
