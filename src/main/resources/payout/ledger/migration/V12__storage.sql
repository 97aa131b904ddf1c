-- What is written once for every batch is not compressed: PostgreSQL takes longer to compress the lines of a batch
-- than to do everything else with them. What is stored already stays as it is, and is read as before.
${uncompressed};
