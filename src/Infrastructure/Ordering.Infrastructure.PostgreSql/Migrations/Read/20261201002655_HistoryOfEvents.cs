using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ordering.Infrastructure.PostgreSql.Migrations.Read
{
    /// <inheritdoc />
    public partial class HistoryOfEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "event_id",
                table: "projection_streams",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "projection_followers",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_followers", x => new { x.projection, x.owner });
                });

            migrationBuilder.CreateTable(
                name: "projection_generations",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    rebuild = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    started_by = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    switch_when_ready = table.Column<bool>(type: "boolean", nullable: false),
                    is_rollback = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_generations", x => new { x.projection, x.number });
                });

            migrationBuilder.CreateTable(
                name: "projection_holes",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    stream_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    from_version = table.Column<long>(type: "bigint", nullable: false),
                    to_version = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_holes", x => new { x.projection, x.stream_id, x.from_version });
                });

            migrationBuilder.CreateTable(
                name: "projection_progress",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    part = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    event_position = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_caught_up = table.Column<bool>(type: "boolean", nullable: false),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_progress", x => new { x.projection, x.part });
                });

            migrationBuilder.CreateTable(
                name: "projection_runs",
                columns: table => new
                {
                    projection = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    instance = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_runs", x => new { x.projection, x.instance });
                });

            migrationBuilder.CreateIndex(
                name: "IX_projection_holes_projection_state",
                table: "projection_holes",
                columns: new[] { "projection", "state" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "projection_followers");

            migrationBuilder.DropTable(
                name: "projection_generations");

            migrationBuilder.DropTable(
                name: "projection_holes");

            migrationBuilder.DropTable(
                name: "projection_progress");

            migrationBuilder.DropTable(
                name: "projection_runs");

            migrationBuilder.DropColumn(
                name: "event_id",
                table: "projection_streams");
        }
    }
}
