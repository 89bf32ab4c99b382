namespace Winnow.Training.Progress;

/// <summary>How the workers of a distributed run are doing.</summary>
/// <param name="Workers">Workers heard of lately.</param>
/// <param name="Leased">Positions they work on.</param>
/// <param name="Retaken">Positions handed out again because a worker fell silent.</param>
/// <param name="WaitingShare">Share of their time in which the workers of this machine waited for parameters, in [0, 1]; NaN if nobody knows.</param>
public readonly record struct WorkersProgress(int Workers, int Leased, long Retaken, double WaitingShare);
