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
CREATE TABLE [order_summaries] (
    [order_id] uniqueidentifier NOT NULL,
    [order_date] datetimeoffset NOT NULL,
    [status] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [product_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [product_name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    [product_thumbnail_url] nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    [quantity] int NOT NULL,
    [unit_price] decimal(18,4) NOT NULL,
    [total_price] decimal(24,4) NOT NULL,
    [member_id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] bigint NOT NULL,
    [product_details_pending] bit NOT NULL,
    CONSTRAINT [PK_order_summaries] PRIMARY KEY ([order_id])
);

CREATE TABLE [projection_held_events] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_version] bigint NOT NULL,
    [event_id] uniqueidentifier NOT NULL,
    [event_type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [topic] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [occurred_at] datetimeoffset NOT NULL,
    [trace_parent] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    [log_partition] int NULL,
    [log_offset] bigint NULL,
    [payload] varbinary(max) NOT NULL,
    [held_since] datetimeoffset NOT NULL,
    [reason] int NOT NULL,
    [attempts] int NOT NULL,
    [retry_at] datetimeoffset NULL,
    [error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [failed_trace_parent] nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_projection_held_events] PRIMARY KEY ([projection], [stream_id], [stream_version])
);

CREATE TABLE [projection_streams] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [version] bigint NOT NULL,
    [first_applied_at] datetimeoffset NOT NULL,
    [last_applied_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_projection_streams] PRIMARY KEY ([projection], [stream_id])
);

CREATE TABLE [projection_unreadable_messages] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [topic] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [log_partition] int NOT NULL,
    [log_offset] bigint NOT NULL,
    [key] varbinary(max) NULL,
    [payload] varbinary(max) NULL,
    [headers] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [error] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [received_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_projection_unreadable_messages] PRIMARY KEY ([projection], [topic], [log_partition], [log_offset])
);

CREATE INDEX [IX_order_summaries_member_id_order_date_order_id] ON [order_summaries] ([member_id], [order_date] DESC, [order_id] DESC);

CREATE INDEX [IX_order_summaries_member_id_status_order_date_order_id] ON [order_summaries] ([member_id], [status], [order_date] DESC, [order_id] DESC);

CREATE INDEX [ix_order_summaries_waiting_for_product] ON [order_summaries] ([product_id]) WHERE product_details_pending = 1;

CREATE INDEX [IX_projection_held_events_projection_reason_retry_at] ON [projection_held_events] ([projection], [reason], [retry_at]);

CREATE INDEX [IX_projection_unreadable_messages_projection_received_at] ON [projection_unreadable_messages] ([projection], [received_at]);

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261122205432_Initial', N'10.0.15');

COMMIT;
GO

BEGIN TRANSACTION;
ALTER TABLE [projection_streams] ADD [event_id] uniqueidentifier NULL;

CREATE TABLE [projection_followers] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [owner] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [expires_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_projection_followers] PRIMARY KEY ([projection], [owner])
);

CREATE TABLE [projection_generations] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [number] int NOT NULL,
    [state] int NOT NULL,
    [rebuild] uniqueidentifier NOT NULL,
    [code] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [started_by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [started_at] datetimeoffset NOT NULL,
    [switch_when_ready] bit NOT NULL,
    [is_rollback] bit NOT NULL,
    [note] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_projection_generations] PRIMARY KEY ([projection], [number])
);

CREATE TABLE [projection_holes] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stream_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [from_version] bigint NOT NULL,
    [to_version] bigint NOT NULL,
    [state] int NOT NULL,
    [found_at] datetimeoffset NOT NULL,
    [accepted_at] datetimeoffset NULL,
    [accepted_by] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [PK_projection_holes] PRIMARY KEY ([projection], [stream_id], [from_version])
);

CREATE TABLE [projection_progress] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [part] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [position] bigint NOT NULL,
    [event_position] bigint NOT NULL,
    [event_id] uniqueidentifier NULL,
    [is_caught_up] bit NOT NULL,
    [owner] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    [expires_at] datetimeoffset NOT NULL,
    [updated_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_projection_progress] PRIMARY KEY ([projection], [part])
);

CREATE TABLE [projection_runs] (
    [projection] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [instance] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [started_at] datetimeoffset NOT NULL,
    CONSTRAINT [PK_projection_runs] PRIMARY KEY ([projection], [instance])
);

CREATE INDEX [IX_projection_holes_projection_state] ON [projection_holes] ([projection], [state]);

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261201002703_HistoryOfEvents', N'10.0.15');

COMMIT;
GO

BEGIN TRANSACTION;
CREATE TABLE [projection_actions] (
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
    CONSTRAINT [PK_projection_actions] PRIMARY KEY ([number])
);

CREATE INDEX [ix_projection_held_events_dead_letters] ON [projection_held_events] ([projection], [stream_id], [stream_version]) WHERE reason = 2;

CREATE INDEX [IX_projection_actions_stream_id_number] ON [projection_actions] ([stream_id], [number]);

INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
VALUES (N'20261201111444_Operations', N'10.0.15');

COMMIT;
GO
