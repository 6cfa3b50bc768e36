-- Capability: practice. That figures of peers stand only for five or more is said once, by the check of the table, which nobody can write past; a policy that says it again hides nothing and is one more rule to read.
drop policy enough on practice.peer_figure;
