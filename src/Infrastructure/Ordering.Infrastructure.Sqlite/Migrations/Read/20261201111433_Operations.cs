using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ordering.Infrastructure.Sqlite.Migrations.Read
{
    /// <inheritdoc />
    public partial class Operations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "projection_actions",
                columns: table => new
                {
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    acted_by = table.Column<string>(type: "TEXT", nullable: false),
                    what = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    stream_id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    stream_version = table.Column<long>(type: "INTEGER", nullable: true),
                    event_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    place = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    count = table.Column<long>(type: "INTEGER", nullable: false),
                    letter = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_actions", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_projection_held_events_dead_letters",
                table: "projection_held_events",
                columns: new[] { "projection", "stream_id", "stream_version" },
                filter: "reason = 2");

            migrationBuilder.CreateIndex(
                name: "IX_projection_actions_stream_id_number",
                table: "projection_actions",
                columns: new[] { "stream_id", "number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "projection_actions");

            migrationBuilder.DropIndex(
                name: "ix_projection_held_events_dead_letters",
                table: "projection_held_events");
        }
    }
}
