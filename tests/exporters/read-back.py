# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads a JSON export as strictly as JSON is defined, and adds it up.

usage: read-back.py FILE; prints one "key value" a line
"""
import json
import sys
import threading


def refuse(word):
    raise ValueError(word + " is not JSON")


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key twice: %r" % sorted(keys))
    return dict(pairs)


def add_up(root):
    """Self values of all nodes, the number of nodes, the depth; checks value >= children."""
    total, n_nodes, deepest = 0, 0, 0
    todo = [(root, 0)]
    while todo:
        node, depth = todo.pop()
        children = node.get("children", [])
        assert node["value"] == node["self"] + sum(child["value"] for child in children), node["name"]
        total += node["self"]
        n_nodes += 1
        deepest = max(deepest, depth)
        todo += [(child, depth + 1) for child in children]
    return total, n_nodes, deepest


def show_graph(name, graph):
    total, n_nodes, deepest = add_up(graph)
    print(name + ".value", graph["value"])
    print(name + ".self_sum", total)
    print(name + ".nodes", n_nodes)
    print(name + ".depth", deepest)


def main():
    with open(sys.argv[1], encoding="utf-8", errors="strict") as file:
        data = json.load(file, parse_constant=refuse, object_pairs_hook=unique)
    for key in ("schema", "file", "format", "complete", "sample_count", "duration_seconds",
                "sampling_interval_ms", "duration_ns", "total", "memory_leaks",
                "time_series_bucket_ms", "time_unit"):
        if key in data:
            print(key, json.dumps(data[key]))
    print("warnings", len(data["warnings"]))
    print("metric", data["metric"]["name"], data["metric"]["unit"])
    if "flame_graph" not in data:
        show_graph("root", data)
        return
    show_graph("flame_graph", data["flame_graph"])
    print("hotspots.self", sum(row["self"] for row in data["hotspots"]))
    print("hotspots.percentage", round(sum(row["percentage"] for row in data["hotspots"]), 6))
    print("hotspots.sample_count", sum(row["sample_count"] for row in data["hotspots"]))
    print("time_series", sum(row["sample_count"] for row in data["time_series"]))
    print("memory_usage", [row["total_bytes"] for row in data["memory_usage"]])
    print("snapshots", len(data.get("snapshots", [])))
    names = {row["function_name"] for row in data["hotspots"]}
    for caller, callees in data["call_graph"].items():
        assert caller in names and names.issuperset(callees), caller
    print("call_graph", json.dumps(data["call_graph"])[:200])


# Stacks are deep, and the reader recurses.
sys.setrecursionlimit(1000000)
threading.stack_size(512 << 20)
failures = []
threading.excepthook = lambda arguments: failures.append(arguments.exc_value)
thread = threading.Thread(target=main)
thread.start()
thread.join()
if failures:
    sys.exit(str(failures[0]))
