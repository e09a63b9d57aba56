using System.Reflection;

namespace ArchitectureTests.PublicApi;

/// <summary>The approval is worth what its text tells: a change that users notice must change a line.</summary>
public class PublicApiTextTests
{
    [Fact]
    public void A_class_reads_like_its_declaration() => TypeSignature.Of(typeof(Sample<>)).ShouldBe(
        "public abstract class ArchitectureTests.PublicApi.PublicApiTextTests.Sample<T> : IObserver<T> where T : class, new()");

    [Theory]
    [InlineData(nameof(Sample<object>.Find), "virtual Task<string?> Find(T key, int maxCount = 5, string? name = default)")]
    [InlineData("TryGet", "protected static bool TryGet(out string? value, params int[] numbers)")]
    [InlineData(nameof(Sample<object>.ToString), "override string ToString()")]
    [InlineData("Inner", "protected abstract void Inner()")]
    public void A_method_reads_like_its_declaration(string name, string expected) => MemberSignature.Of(
        typeof(Sample<>)
            .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(method => method.Name == name)).ShouldBe(expected);

    [Theory]
    [InlineData(nameof(Sample<object>.Names), "required IReadOnlyList<string?>? Names { get; init; }")]
    [InlineData(nameof(Sample<object>.Count), "long? Count { get; protected set; }")]
    public void A_property_reads_like_its_declaration(string name, string expected) =>
        MemberSignature.Of(typeof(Sample<>).GetProperty(name)!).ShouldBe(expected);

    public abstract class Sample<T> : IObserver<T>
        where T : class, new()
    {
        public required IReadOnlyList<string?>? Names { get; init; }

        public long? Count { get; protected set; }

        protected static bool TryGet(out string? value, params int[] numbers)
        {
            value = numbers.Length > 0 ? "" : null;
            return value is not null;
        }

        public virtual Task<string?> Find(T key, int maxCount = 5, string? name = null) => Task.FromResult(name);

        public abstract void OnNext(T value);

        public abstract void OnError(Exception error);

        public abstract void OnCompleted();

        public override string ToString() => "";

        protected abstract void Inner();
    }
}
