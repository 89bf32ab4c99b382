using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What <c>POST /admin/experiments</c> takes and <c>GET /admin/experiments</c> answers.</summary>
public sealed record ExperimentBody
{
    /// <summary>Name: another one deals the users anew.</summary>
    [Description("Name: another one deals the users anew.")]
    public required string Name { get; init; }

    /// <summary>Variants and their shares of the users; the rest sees the main variant.</summary>
    [Description("Variants and their shares of the users, together 1 at most; the rest sees the main variant. Empty ends the experiment.")]
    public required IReadOnlyList<ExperimentArm> Arms { get; init; }

    /// <summary>The variant that answers a share of the requests a second time, unseen; none if absent.</summary>
    [Description("The variant that answers a share of the requests a second time, unseen; none if absent.")]
    public ExperimentArm? Shadow { get; init; }

    /// <summary>The body of an experiment.</summary>
    internal static ExperimentBody Of(Experiment experiment) => new() { Name = experiment.Name, Arms = experiment.Arms, Shadow = experiment.Shadow };

    /// <summary>The experiment of a body.</summary>
    /// <exception cref="ArgumentException">It cannot run; the message says why.</exception>
    internal Experiment ToExperiment() => new(Name, Arms, Shadow);
}
