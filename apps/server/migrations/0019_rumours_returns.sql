-- Why: the watch for return (I-19) asks each minute, and each reader of the box, which claims were reported in the last
-- two weeks; without this index the answer reads every report there ever was.
-- Lock: claim_reports against writing while the index is built. Safe on a live database: yes, a district has some thousands of rows.
create index claim_reports_created_idx on claim_reports (created_at);
