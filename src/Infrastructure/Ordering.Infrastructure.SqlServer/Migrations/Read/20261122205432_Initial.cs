using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ordering.Infrastructure.SqlServer.Migrations.Read
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "order_summaries",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    order_date = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    status = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    product_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    product_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    product_thumbnail_url = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    quantity = table.Column<int>(type: "int", nullable: false),
                    unit_price = table.Column<decimal>(type: "decimal(18,4)", precision: 18, scale: 4, nullable: false),
                    total_price = table.Column<decimal>(type: "decimal(24,4)", precision: 24, scale: 4, nullable: false),
                    member_id = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    product_details_pending = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_summaries", x => x.order_id);
                });

            migrationBuilder.CreateTable(
                name: "projection_held_events",
                columns: table => new
                {
                    projection = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stream_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stream_version = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    event_type = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    topic = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    occurred_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    trace_parent = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    log_partition = table.Column<int>(type: "int", nullable: true),
                    log_offset = table.Column<long>(type: "bigint", nullable: true),
                    payload = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    held_since = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    reason = table.Column<int>(type: "int", nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    error = table.Column<string>(type: "nvarchar(max)", nullable: true, collation: "Latin1_General_100_BIN2"),
                    failed_trace_parent = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_held_events", x => new { x.projection, x.stream_id, x.stream_version });
                });

            migrationBuilder.CreateTable(
                name: "projection_streams",
                columns: table => new
                {
                    projection = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    stream_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    first_applied_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    last_applied_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_streams", x => new { x.projection, x.stream_id });
                });

            migrationBuilder.CreateTable(
                name: "projection_unreadable_messages",
                columns: table => new
                {
                    projection = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    topic = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    log_partition = table.Column<int>(type: "int", nullable: false),
                    log_offset = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    payload = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    headers = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    error = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2"),
                    received_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_unreadable_messages", x => new { x.projection, x.topic, x.log_partition, x.log_offset });
                });

            migrationBuilder.CreateIndex(
                name: "IX_order_summaries_member_id_order_date_order_id",
                table: "order_summaries",
                columns: new[] { "member_id", "order_date", "order_id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_order_summaries_member_id_status_order_date_order_id",
                table: "order_summaries",
                columns: new[] { "member_id", "status", "order_date", "order_id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_order_summaries_waiting_for_product",
                table: "order_summaries",
                column: "product_id",
                filter: "product_details_pending = 1");

            migrationBuilder.CreateIndex(
                name: "IX_projection_held_events_projection_reason_retry_at",
                table: "projection_held_events",
                columns: new[] { "projection", "reason", "retry_at" });

            migrationBuilder.CreateIndex(
                name: "IX_projection_unreadable_messages_projection_received_at",
                table: "projection_unreadable_messages",
                columns: new[] { "projection", "received_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "order_summaries");

            migrationBuilder.DropTable(
                name: "projection_held_events");

            migrationBuilder.DropTable(
                name: "projection_streams");

            migrationBuilder.DropTable(
                name: "projection_unreadable_messages");
        }
    }
}
