using CleanCqrs.WebUi.Dashboard;

namespace CleanCqrs.UnitTests.WebUi.Dashboard;

public sealed class HtmlTests
{
    [Fact]
    public void A_text_never_becomes_markup_and_a_piece_of_a_page_stays_one()
    {
        var text = "<script>alert('x')</script> & \"more\"";

        Html.Of($"<b title=\"{text}\">{Html.Of($"<i>{text}</i>")}</b>").ToString().ShouldBe(
            "<b title=\"&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;more&quot;\">"
            + "<i>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;more&quot;</i></b>");
    }

    [Fact]
    public void Nothing_leaves_nothing_and_lists_stand_one_behind_the_other()
    {
        string? nothing = null;

        Html.Of($"[{nothing}{default(Html)}{new[] { 1, 2 }.Select(number => Html.Of($"<i>{number}</i>"))}]").ToString()
            .ShouldBe("[<i>1</i><i>2</i>]");
    }

    [Fact]
    public void An_address_escapes_its_values_and_leaves_out_those_that_are_missing() =>
        Address.Of("/explain", ("id", "a b&c=d"), ("none", null), ("empty", "")).ShouldBe("/explain?id=a%20b%26c%3Dd");
}
