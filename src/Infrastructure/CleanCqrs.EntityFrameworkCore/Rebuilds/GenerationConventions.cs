using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Maps the rows that a projection owns to the tables of another generation, when everything else about them is settled.</summary>
internal sealed class GenerationConventions(IDbContextOptions options) : IConventionSetPlugin, IModelFinalizingConvention
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.ModelFinalizingConventions.Add(this);
        return conventionSet;
    }

    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var places = options.FindExtension<GenerationExtension>()!.Places;
        var types = OwnedModel.TypesOf(modelBuilder.Metadata, places.Owned).Cast<IMutableEntityType>()
            .Where(type => type.GetTableName() is not null && !type.IsMappedToJson()).ToList();

        // The names of everything, before the first table moves: many follow from the name of a table.
        var tables = types.ConvertAll(type => places.Find(new TableName(type.GetSchema(), type.GetTableName()!)));
        foreach (var type in types)
        {
            Name(type, places);
        }

        foreach (var (type, place) in types.Zip(tables).Where(pair => pair.Second is not null))
        {
            type.SetTableName(place!.Value.Name);
            type.SetSchema(place.Value.Schema);
        }
    }

    /// <remarks>
    /// Where a hierarchy has several tables, its one key has a name in each of them, and so has an index where each type has a table with
    /// everything in it. They follow from the names of the tables, and go on doing so.
    /// </remarks>
    private static void Name(IMutableEntityType type, GenerationPlaces places)
    {
        var root = type.GetRootType();
        if (root.GetDerivedTypesInclusive().Select(member => (member.GetSchema(), member.GetTableName())).Distinct().Count() == 1)
        {
            foreach (var key in type.GetDeclaredKeys())
            {
                key.SetName(key.GetName());
            }
        }

        if (root.GetMappingStrategy() == RelationalAnnotationNames.TpcMappingStrategy)
        {
            return;
        }

        foreach (var key in type.GetDeclaredForeignKeys())
        {
            key.SetConstraintName(key.GetConstraintName());
        }

        foreach (var index in type.GetDeclaredIndexes())
        {
            if (index.GetDatabaseName() is { } name)
            {
                index.SetDatabaseName(places.IndexName(name));
            }
        }
    }
}
