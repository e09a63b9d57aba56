using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ordering.Infrastructure.PostgreSql.Migrations.Read
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
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    product_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    product_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    product_thumbnail_url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    unit_price = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    total_price = table.Column<decimal>(type: "numeric(24,4)", precision: 24, scale: 4, nullable: false),
                    member_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    product_details_pending = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_summaries", x => x.order_id);
                });

            migrationBuilder.CreateTable(
                name: "projection_held_events",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    stream_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    stream_version = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_type = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    topic = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    trace_parent = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    log_partition = table.Column<int>(type: "integer", nullable: true),
                    log_offset = table.Column<long>(type: "bigint", nullable: true),
                    payload = table.Column<byte[]>(type: "bytea", nullable: false),
                    held_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    failed_trace_parent = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_held_events", x => new { x.projection, x.stream_id, x.stream_version });
                });

            migrationBuilder.CreateTable(
                name: "projection_streams",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    stream_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    first_applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_streams", x => new { x.projection, x.stream_id });
                });

            migrationBuilder.CreateTable(
                name: "projection_unreadable_messages",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    topic = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    log_partition = table.Column<int>(type: "integer", nullable: false),
                    log_offset = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", nullable: true),
                    payload = table.Column<byte[]>(type: "bytea", nullable: true),
                    headers = table.Column<string>(type: "text", nullable: false),
                    error = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                filter: "product_details_pending");

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
