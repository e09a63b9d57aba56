using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ordering.Infrastructure.Sqlite.Migrations.Write
{
    /// <inheritdoc />
    public partial class Operations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "events",
                table: "idempotency_keys",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "outbox_actions",
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
                    table.PrimaryKey("PK_outbox_actions", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "remembered_products",
                columns: table => new
                {
                    product_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    thumbnail_url = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    unit_price = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    heard_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_remembered_products", x => x.product_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_actions_stream_id_number",
                table: "outbox_actions",
                columns: new[] { "stream_id", "number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "outbox_actions");

            migrationBuilder.DropTable(
                name: "remembered_products");

            migrationBuilder.DropColumn(
                name: "events",
                table: "idempotency_keys");
        }
    }
}
