using Winnow.Embeddings;
using Winnow.Training.Progress;

namespace Winnow.Training.Distributed;

/// <summary>Tells the observer what the queue says of a run.</summary>
internal sealed class WorkWatch(StoredRun run, ITrainingObserver? observer, IWorkerPool pool)
{
    private long _rows = -1, _completed, _limit;
    private double _lossSum;

    public void See(PositionQueueStatus status)
    {
        if (_rows < 0) (_rows, _completed, _limit) = (status.Rows, status.Completed, status.Limit);      // a run found in the store
        if (_limit != status.Limit) (_limit, _lossSum) = (status.Limit, 0);                               // sums start anew when work is opened
        if (status.Completed > _completed)
        {
            int parts = run.Store.Layout.Queue.Parts;
            double loss = (status.LossSum - _lossSum) * parts / (status.Completed - _completed);
            run.Report(status.Completed - 1, (int)(status.Rows - _rows), (float)loss);
            (_rows, _completed, _lossSum) = (status.Rows, status.Completed, status.LossSum);
        }

        observer?.OnWorkers(new WorkersProgress(status.Workers, status.Leased, status.Retaken, pool.WaitingShare));
    }
}
