using System.Xml.Linq;
using PublicDocumentation;

// Arguments: the assembly, and its file of documentation, which is changed.
var members = VisibleMembers.Of(args[0]);
var documentation = XDocument.Load(args[1], LoadOptions.PreserveWhitespace);
foreach (var member in documentation.Descendants("member").Where(member => !members.Contain((string)member.Attribute("name")!)).ToList())
{
    if (member.NextNode is XText space)
    {
        space.Remove();
    }

    member.Remove();
}

documentation.Save(args[1], SaveOptions.DisableFormatting);
