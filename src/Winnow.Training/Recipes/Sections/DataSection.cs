using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="DataOptions"/> and <see cref="HoldOut"/>.</summary>
internal static class DataSection
{
    public static SectionKind<DataOptions> Data { get; } = new SectionKind<DataOptions>(new())
        .Key("name", Kind.Text, o => o.Name, (o, v) => o with { Name = v },
            "Data set of the catalogue (winnow data list); or name files under train, or a log under interactions.")
        .Key("interactions", new OptionalKind<ExampleDataOptions>(ExampleSection.Data, ExampleSection.Data.Defaults), o => o.Interactions, (o, v) => o with { Interactions = v },
            "Log of users and items from which examples are made: events and sampled negatives.")
        .Key("train", Kind.Texts, o => o.Train, (o, v) => o with { Train = v },
            "Files with training rows, read in order; paths are relative to the working directory.")
        .Key("validation", Kind.Texts, o => o.Validation, (o, v) => o with { Validation = v },
            "Files with validation rows; without them rows are held out from train, see split.")
        .Key("test", Kind.Texts, o => o.Test, (o, v) => o with { Test = v },
            "Files with test rows; without them rows are held out from train, see split.")
        .Key("schemaFile", Kind.Text, o => o.SchemaFile, (o, v) => o with { SchemaFile = v },
            "YAML file with the columns of the files, instead of schema (winnow data describe FILE writes one).")
        .Key("schema", new SchemaKind(), o => o.Schema, (o, v) => o with { Schema = v },
            "Columns of the files; replaces the schema of a catalogue data set, or the one found out from the features of users and items.")
        .Key("maxBadRows", Kind.Number(0, 1), o => o.MaxBadRows, (o, v) => o with { MaxBadRows = v },
            "Share of malformed rows that is put up with; ten rows always are, unless it is 0.");

    public static SectionKind<HoldOut> Split { get; } = new SectionKind<HoldOut>(new())
        .Key("order", Kind.Choice<SplitOrder>(), o => o.Order, (o, v) => o with { Order = v },
            "Which rows are held out: the last ones as given, random ones, or the latest by the time column.")
        .Key("validation", Kind.Number(0, 0.9), o => o.Validation, (o, v) => o with { Validation = v },
            "Share of the rows held out for validation when no validation files are given.")
        .Key("test", Kind.Number(0, 0.9), o => o.Test, (o, v) => o with { Test = v },
            "Share of the rows held out for test when no test files are given.");
}
