IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
CREATE TABLE [idempotency_keys] (
    [scope] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [fingerprint] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [response] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [created_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_idempotency_keys] PRIMARY KEY ([scope], [key])
);

CREATE TABLE [orders] (
    [id] uniqueidentifier NOT NULL,
    [member_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [product_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [quantity] int NOT NULL,
    [unit_price] decimal(18,4) NOT NULL,
    [order_date] datetimeoffset NOT NULL,
    [status] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [PK_orders] PRIMARY KEY ([id])
);

CREATE TABLE [outbox_blocked_streams] (
    [stream_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [retry_at] datetimeoffset NULL,
    [error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [PK_outbox_blocked_streams] PRIMARY KEY ([stream_id])
);

CREATE TABLE [outbox_ended_streams] (
    [stream_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_version] bigint NOT NULL,
    CONSTRAINT [PK_outbox_ended_streams] PRIMARY KEY ([stream_id])
);

CREATE TABLE [outbox_leases] (
    [bucket_range] int NOT NULL,
    [owner] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    [epoch] bigint NOT NULL,
    [expires_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_outbox_leases] PRIMARY KEY ([bucket_range])
);

CREATE TABLE [outbox_messages] (
    [position] bigint NOT NULL IDENTITY,
    [event_id] uniqueidentifier NOT NULL,
    [event_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [topic] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_version] bigint NOT NULL,
    [bucket] int NOT NULL,
    [occurred_at] datetimeoffset NOT NULL,
    [trace_parent] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    [payload] varbinary(max) NOT NULL,
    [status] int NOT NULL,
    [published_at] datetimeoffset NULL,
    [attempts] int NOT NULL,
    [error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_outbox_messages] PRIMARY KEY ([position])
);

CREATE TABLE [outbox_outage] (
    [id] int NOT NULL,
    [attempts] int NOT NULL,
    [retry_at] datetimeoffset NOT NULL,
    [error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [PK_outbox_outage] PRIMARY KEY ([id])
);

CREATE TABLE [outbox_relays] (
    [owner] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [expires_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_outbox_relays] PRIMARY KEY ([owner])
);

IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'bucket_range', N'epoch', N'expires_at', N'owner') AND [object_id] = OBJECT_ID(N'[outbox_leases]'))
    SET IDENTITY_INSERT [outbox_leases] ON;
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (0, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (1, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (2, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (3, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (4, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (5, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (6, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
INSERT INTO [outbox_leases] ([bucket_range], [epoch], [expires_at], [owner])
VALUES (7, CAST(0 AS bigint), '1970-01-01T00:00:00.0000000+00:00', NULL);
IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'bucket_range', N'epoch', N'expires_at', N'owner') AND [object_id] = OBJECT_ID(N'[outbox_leases]'))
    SET IDENTITY_INSERT [outbox_leases] OFF;

CREATE INDEX [IX_idempotency_keys_created_at] ON [idempotency_keys] ([created_at]);

CREATE UNIQUE INDEX [IX_outbox_messages_stream_id_stream_version] ON [outbox_messages] ([stream_id], [stream_version]);

CREATE INDEX [ix_outbox_messages_dead_letters] ON [outbox_messages] ([stream_id]) WHERE status = 2;

CREATE INDEX [ix_outbox_messages_pending] ON [outbox_messages] ([status], [position], [bucket], [stream_id]) WHERE status = 0;

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261122205428_Initial', N'10.0.15');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [outbox_history_readers] (
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [position] bigint NOT NULL,
    [updated_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_outbox_history_readers] PRIMARY KEY ([name])
);

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261201002659_HistoryOfEvents', N'10.0.15');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [idempotency_keys] ADD [events] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;

CREATE TABLE [outbox_actions] (
    [number] bigint NOT NULL IDENTITY,
    [at] datetimeoffset NOT NULL,
    [acted_by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [what] int NOT NULL,
    [source] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    [stream_version] bigint NULL,
    [event_id] uniqueidentifier NULL,
    [place] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [count] bigint NOT NULL,
    [letter] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_outbox_actions] PRIMARY KEY ([number])
);

CREATE TABLE [remembered_products] (
    [product_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [thumbnail_url] nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    [unit_price] decimal(18,4) NOT NULL,
    [heard_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_remembered_products] PRIMARY KEY ([product_id])
);

CREATE INDEX [IX_outbox_actions_stream_id_number] ON [outbox_actions] ([stream_id], [number]);

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261201111441_Operations', N'10.0.15');

COMMIT;
GO
