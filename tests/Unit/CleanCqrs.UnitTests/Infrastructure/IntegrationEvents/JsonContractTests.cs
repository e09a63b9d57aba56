using System.Text.Json;
using System.Text.Json.Serialization;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure.IntegrationEvents;

namespace CleanCqrs.UnitTests.Infrastructure.IntegrationEvents;

public sealed class JsonContractTests
{
    private const string HowToRead =
        "is written, but can't be read back. Give it a public setter, an init accessor or a constructor parameter, or mark it with "
        + "[JsonIgnore].";

    [Theory]
    [InlineData(typeof(WithEverything))]
    [InlineData(typeof(WithSetters))]
    [InlineData(typeof(Empty))]
    [InlineData(typeof(Recursive))]
    [InlineData(typeof(WithOwnConverter))]
    public void What_comes_back_as_it_was_is_welcome(Type type) => ProblemsOf(type).ShouldBeEmpty();

    [Fact]
    public void What_comes_back_as_it_was_does_so()
    {
        var days = new Dictionary<Guid, DateOnly> { [Guid.Empty] = new(2026, 2, 28) };
        var sent = new WithEverything("a", new Square(2), [new Line("x", 1.5m)], days)
        {
            Note = "n",
            Extra = 1,
        };
        var serializer = new JsonIntegrationEventSerializer(new IntegrationEventTypes([typeof(WithEverything)]));

        var read = (WithEverything)serializer.Deserialize("everything", serializer.Serialize(sent));

        (read.Id, read.Shape, read.Note, read.Extra).ShouldBe((sent.Id, sent.Shape, sent.Note, sent.Extra));
        read.Lines.ShouldBe(sent.Lines);
        read.Days.ShouldBe(sent.Days);
    }

    [Fact]
    public void A_private_setter_is_named() => ProblemsOf(typeof(WithPrivateSetter)).ShouldBe([$"WithPrivateSetter.Number {HowToRead}"]);

    [Fact]
    public void A_member_without_a_setter_is_named() => ProblemsOf(typeof(WithOwnId)).ShouldBe([$"WithOwnId.MessageId {HowToRead}"]);

    [Fact]
    public void A_member_of_a_member_is_named_with_its_way() =>
        ProblemsOf(typeof(WithNested)).ShouldBe([$"WithNested.Lines[].Parts.Weight {HowToRead}"]);

    [Fact]
    public void An_abstract_member_is_named() => ProblemsOf(typeof(WithAbstractMember)).ShouldBe(
        ["WithAbstractMember.Form is of the abstract type Form, which can't be read back. Name its types in [JsonDerivedType(typeof(...), "
            + "\"...\")], or use a type that can be made."]);

    [Fact]
    public void A_derived_type_without_a_discriminator_is_named() => ProblemsOf(typeof(WithoutDiscriminator)).ShouldBe(
        ["WithoutDiscriminator.Form may be a Oval, but would not be read as one: give its [JsonDerivedType] a type discriminator."]);

    [Fact]
    public void A_constructor_that_does_not_fit_is_named() => ProblemsOf(typeof(WithOddConstructor)).ShouldBe(
        [
            "WithOddConstructor can't be read back: the parameter identifier of its constructor has no member of that name and type. Name "
                + "both alike.",
            $"WithOddConstructor.Id {HowToRead}",
        ]);

    [Fact]
    public void A_field_is_named() => ProblemsOf(typeof(WithField)).ShouldBe(
        ["WithField.Number is a field, which is not written. Make it a property, or mark it with [JsonInclude] or [JsonIgnore]."]);

    [Fact]
    public void A_tuple_is_named_since_nothing_of_it_would_be_written() => ProblemsOf(typeof(WithTuple)).ShouldBe(
        [
            "WithTuple.Pair.Item1 is a field, which is not written. Make it a property, or mark it with [JsonInclude] or [JsonIgnore].",
            "WithTuple.Pair.Item2 is a field, which is not written. Make it a property, or mark it with [JsonInclude] or [JsonIgnore].",
        ]);

    [Fact]
    public void A_member_that_may_be_anything_is_named() => ProblemsOf(typeof(WithAnything)).ShouldBe(
        ["WithAnything.Value may be anything, and would be read as a JsonElement. Give it a type."]);

    [Fact]
    public void A_stack_is_named() => ProblemsOf(typeof(WithStack)).ShouldBe(
        ["WithStack.Steps is a stack, which would be read in reverse order. Use a list."]);

    [Fact]
    public void A_member_that_is_left_out_and_required_is_named() => ProblemsOf(typeof(WithCondition)).ShouldBe(
        ["WithCondition.Note is left out when it has no value, but reading requires it. Give its constructor parameter a default value, or "
            + "take the condition off."]);

    [Theory]
    [InlineData(typeof(WithType), "WithType.Kind can't be written and read as JSON: ")]
    [InlineData(typeof(WithLazyItems), "WithLazyItems.Items is an asynchronous sequence, which an event can't wait for. Use a list.")]
    [InlineData(typeof(WithOddKeys), "WithOddKeys.Rows can't be written and read as JSON: ")]
    [InlineData(typeof(WithTwins), "WithTwins can't be written and read as JSON: ")]
    public void What_the_serializer_refuses_is_named(Type type, string beginning) =>
        ProblemsOf(type).ShouldHaveSingleItem().ShouldStartWith(beginning);

    private static IReadOnlyList<string> ProblemsOf(Type type) => JsonIntegrationEventSerializer.ProblemsOf([type]);

    [JsonPolymorphic]
    [JsonDerivedType(typeof(Square), "square")]
    private abstract record Shape;

    private sealed record Square(int Side) : Shape;

    private sealed record Line(string Sku, decimal Price);

    [IntegrationEvent("everything", "t")]
    private sealed record WithEverything(string Id, Shape Shape, IReadOnlyList<Line> Lines, IReadOnlyDictionary<Guid, DateOnly> Days)
        : IIntegrationEvent
    {
        public required string Note { get; init; }

        public int? Extra { get; init; }

        [JsonIgnore]
        public int Count => Lines.Count;
    }

    private sealed class WithSetters : IIntegrationEvent
    {
        public string Id { get; set; } = "";

        public TimeSpan? Wait { get; set; }

        [JsonInclude]
        public int Number { get; private set; }

        public byte[] Bytes { get; set; } = [];
    }

    private sealed record Empty : IIntegrationEvent;

    private sealed record Recursive(string Id, IReadOnlyList<Node> Nodes) : IIntegrationEvent;

    private sealed record Node(string Name, Node? Parent, Node[] Children);

    private sealed record WithOwnConverter([property: JsonConverter(typeof(FormConverter))] Form Form) : IIntegrationEvent;

    private sealed class WithPrivateSetter : IIntegrationEvent
    {
        public string Id { get; set; } = "";

        public int Number { get; private set; }
    }

    private sealed class WithOwnId : IIntegrationEvent
    {
        public string Id { get; init; } = "";

        public Guid MessageId { get; } = Guid.NewGuid();
    }

    private sealed record WithNested(IReadOnlyList<NestedLine> Lines) : IIntegrationEvent;

    private sealed record NestedLine(Parts? Parts);

    private struct Parts
    {
        public Parts(int weight) => Weight = weight;

        public int Weight { get; }
    }

    private abstract record Form;

    private sealed class FormConverter : JsonConverter<Form>
    {
        public override Form Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new Round();

        public override void Write(Utf8JsonWriter writer, Form value, JsonSerializerOptions options) => writer.WriteNumberValue(1);
    }

    private sealed record Round : Form;

    private sealed record WithAbstractMember(string Id, Form Form) : IIntegrationEvent;

    [JsonDerivedType(typeof(Oval))]
    private record Curve;

    private sealed record Oval : Curve;

    private sealed record WithoutDiscriminator(Curve Form) : IIntegrationEvent;

    private sealed class WithOddConstructor(string identifier) : IIntegrationEvent
    {
        public string Id { get; } = identifier;
    }

    private sealed class WithField : IIntegrationEvent
    {
        public int Number = 1;
    }

    private sealed record WithTuple((int Low, int High) Pair) : IIntegrationEvent;

    private sealed record WithAnything(object Value) : IIntegrationEvent;

    private sealed record WithStack(Stack<int> Steps) : IIntegrationEvent;

    private sealed record WithCondition([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note)
        : IIntegrationEvent;

    private sealed record WithType(Type Kind) : IIntegrationEvent;

    private sealed record WithLazyItems(IAsyncEnumerable<int> Items) : IIntegrationEvent;

    private sealed record WithOddKeys(Dictionary<Line, int> Rows) : IIntegrationEvent;

    private sealed record WithTwins([property: JsonPropertyName("x")] int A, [property: JsonPropertyName("x")] int B) : IIntegrationEvent;
}
